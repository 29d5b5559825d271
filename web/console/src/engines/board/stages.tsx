import type { Stage } from "./api";

// The way in its sections, each with its stages in their order.
export const kSections: [label: string, stages: Stage[]][] = [
  ["Selling", ["lead", "researched", "demo_ready", "demo_seen"]],
  ["Signing", ["nda_sent", "nda_signed", "priced", "proposal_sent", "proposal_accepted"]],
  ["Building", ["agreement_signed", "prd_draft", "prd_approved", "config_draft", "blocked_on_gaps", "config_valid"]],
  ["Running", ["staged", "live", "in_review", "expanded"]],
  ["Aside", ["paused", "lost", "churned"]],
];

const kWords: Partial<Record<Stage, string>> = { nda_sent: "NDA sent", nda_signed: "NDA signed", prd_draft: "PRD draft", prd_approved: "PRD approved", config_draft: "Configuration draft",
  blocked_on_gaps: "Blocked on gaps", config_valid: "Configuration valid", in_review: "In review" };
const kTones: Partial<Record<Stage, string>> = { live: "good", in_review: "good", expanded: "good", paused: "warn", blocked_on_gaps: "warn", lost: "bad", churned: "bad" };

export function wordsOf(stage: Stage): string {
  return kWords[stage] ?? (stage[0].toUpperCase() + stage.slice(1)).replace(/_/g, " ");
}

export function StagePill({ stage }: { stage: Stage }) {
  return <span className={`pill ${kTones[stage] ?? "busy"}`}>{wordsOf(stage)}</span>;
}

// Where an engagement leaves the way, which wants a reason.
export function isAside(stage: Stage): boolean {
  return stage === "paused" || stage === "lost" || stage === "churned";
}

// From the signature on there is, or soon will be, a business of the client's.
export function mayHaveBusiness(stage: Stage): boolean {
  return kSections.slice(2, 4).some(([, stages]) => stages.includes(stage));
}
