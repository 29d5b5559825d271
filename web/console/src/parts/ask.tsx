interface AskProps {
  label: string; // of the group, for who hears it
  question: string; // what comes of it
  yes: string;
  no: string;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
}

// Asked where the act was begun, before what cannot be taken back.
export function Ask({ label, question, yes, no, busy, onYes, onNo }: AskProps) {
  return (
    <div className="ask" role="group" aria-label={label}>
      <p>{question}</p>
      <button type="button" className="primary" autoFocus disabled={busy} onClick={onYes}>{yes}</button>
      <button type="button" disabled={busy} onClick={onNo}>{no}</button>
    </div>
  );
}
