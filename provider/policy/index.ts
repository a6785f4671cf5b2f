export { enoughAdministrators } from "./administrators";
export { namedTokens, noTokenAdministers } from "./credentials";
export { type LeastPrivilege, leastPrivilege, policies, type Rule } from "./pack";
export { emailDomains, noPersonHoldsEverything } from "./people";
