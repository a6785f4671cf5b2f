run() { name=$1; export MUTATION_TESTS=$2; shift 2; echo "== $name $(date +%T)"; npx stryker run --mutate "$(echo "$@" | tr ' ' ',')" --concurrency 1 --reporters clear-text,json > $name.log 2>&1; cp coverage/mutation.json $name.json; echo "== $name done $(date +%T) rc $?"; grep -a "^ \|%\|All files" $name.log | tail -14; }
a=provider/api; r=provider/resources
run client "test/api/**/*.test.ts" $a/client.ts $a/perform.ts $a/retry.ts $a/failure.ts $a/errors.ts
run rails "test/resources/{rails,administration,left-administrators,outlook,user,user-changes}*.test.ts,test/faults/administrators.test.ts,test/pulumi/rails.test.ts" $r/rails.ts $r/administration.ts $r/left-administrators.ts $r/outlook.ts
run reconcile "test/resources/**/*.test.ts" $r/credentials.ts $r/reclaim.ts $r/unresolved.ts $r/gone.ts $r/removal.ts $r/late.ts
