// The stages of the journey in their order. Each is a file that gives its name, how it is walked, and what of the house is
// held against the walk on which nobody was killed.
import conversation from "./stages/conversation.mjs";
import deploy from "./stages/deploy.mjs";
import engagements from "./stages/engagements.mjs";
import firstAccount from "./stages/first-account.mjs";
import people from "./stages/people.mjs";

export const kStages = [firstAccount, engagements, people, deploy, conversation];
