// The bundle of gitlab-ci-local is made for Node 22; on Node 20 it misses this alone.
Set.prototype.union ??= function union(other) {
  return new Set([...this, ...other]);
};
