import { dynamicProvider } from "./dynamic-provider";

// `require("pulumi-apptego/runtime").<name>` stands in the state of every resource: these names stay for ever.
export const ApiToken = dynamicProvider("ApiToken");
export const User = dynamicProvider("User");
export const SamlGroupMapping = dynamicProvider("SamlGroupMapping");
export const AutomationKey = dynamicProvider("AutomationKey");
