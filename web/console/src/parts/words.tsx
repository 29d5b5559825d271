// Words for the codes that programs speak in: permissions, deeds of the audit, kinds of work and of decisions. The code
// stands beside them wherever it can be searched for or written down.
const kWords: Record<string, string> = {
  "conversations.read": "Read conversations", "conversations.act": "Answer guests and take conversations over", "conversations.create": "Begin conversations",
  "conversation.see": "See one’s own conversation", "conversation.own": "Speak as a guest in one’s own conversation", "conversation.trace": "See what the bot did, and why",
  "config.read": "Read the configuration", "config.write": "Change and deploy the configuration, and stop tools", "config.approve": "Approve what somebody else wants live",
  "contacts.read": "See contacts", "contacts.write": "Change contacts", "contacts.erase": "Forget contacts", "contacts.note": "Note something about a contact", "contacts.update": "Keep contacts up to date",
  "approvals.read": "See decisions", "approvals.answer": "Decide", "work.read": "See work", "work.manage": "Try work again, give it up, or stop it", "actions.call": "Call actions", "audit.read": "Read the audit",
  "people.manage": "Invite people and give them roles", "keys.manage": "Make and revoke API keys", "house.manage": "Look after businesses", "webhooks.manage": "Look after webhooks",
  "files.read": "Read files", "files.write": "Add and remove files", "engagements.read": "See engagements", "engagements.write": "Begin and move engagements", "me.own": "One’s own account",
  "config.deploy": "Deploy a configuration", "config.rollback": "Went back to an earlier configuration", "tools.stop": "Stopped a tool", "tools.resume": "Resumed a tool",
  "approvals.withdraw": "Withdrew a question", "contacts.edit": "Changed a contact", "contacts.join": "Made two contacts one",
  "engagements.open": "Began an engagement", "engagements.move": "Moved an engagement", "files.take": "Took in a file", "files.remove": "Removed a file", "files.infected": "Found a file infected", "files.scan": "Look for viruses",
  "keys.make": "Made an API key", "keys.revoke": "Revoked an API key", "people.invite": "Invited somebody", "people.accept_link": "Came in by a link", "people.change_password": "Changed a password", "people.step_up": "Gave the password once more",
  "people.disable": "Kept somebody out", "people.enable": "Let somebody in again", "people.end_session": "Ended a session", "people.end_other_sessions": "Ended all other sessions", "people.give_roles": "Gave roles",
  "people.make_link": "Made a link for somebody", "people.revoke_links": "Took links back", "people.welcome": "Made the first account", "sessions.open": "Came in by the operator key",
  "tenants.create": "Made a business", "tenants.suspend": "Suspended a business", "tenants.resume": "Resumed a business", "tenants.close": "Closed a business", "tenants.export": "Took out all data of a business", "tenants.erase": "Erase a business",
  "web_keys.issue": "Issued a publishable key", "web_keys.retire": "Retired a publishable key", "webhooks.add": "Added a webhook", "webhooks.change": "Changed a webhook", "webhooks.disable": "Switched a webhook off",
  "webhooks.redeliver": "Sent an event again", "webhooks.show_secret": "Looked at a webhook’s secret", "webhooks.pause": "Paused a webhook", "webhooks.resume": "Resumed a webhook", "webhooks.rotate": "Gave a webhook a new secret",
  "webhooks.remove": "Removed a webhook", "webhooks.test": "Sent a test", "work.again": "Tried work again", "work.give_up": "Gave work up", "work.tidy": "Tidy up", "errand": "A piece of long work", "errands.start": "Began long work", "errands.stop": "Stopped long work", "letter.send": "Send a letter", "webhook": "Tell a webhook",
  "approval.due": "Remind of a decision", "conversation.end": "End a conversation", "engagement.wake": "Wake an engagement", "graph.wake": "Go on with a conversation", "audit.note": "Note the audit’s head", "house.audit": "Check the audit", "house.tidy": "Tidy up",
};

// A code without words of its own is said as it reads.
export function wordsFor(code: string): string {
  const words = kWords[code] ?? code.replace(/[._]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function Coded({ code }: { code: string }) {
  return <>{wordsFor(code)} <code>{code}</code></>;
}
