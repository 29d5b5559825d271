import { useEffect, useRef, useState, type FormEvent } from "react";
import { Client, proof } from "../client";
import { ProblemView } from "../parts/problem";
import { useAct } from "../parts/use-act";

interface Asked {
  token: string;
  answered: Promise<boolean>;
  answer: (isProved: boolean) => void;
}

// Asks for the password once more where the server wants a fresh proof of who acts. What asks meanwhile waits for the
// same answer.
export function StepUp() {
  const [asked, setAsked] = useState<Asked>();
  const open = useRef<Asked>(undefined);
  useEffect(() => {
    function ask(token: string): Asked {
      let settle: (isProved: boolean) => void;
      const answered = new Promise<boolean>((resolve) => (settle = resolve));
      return { token, answered, answer(isProved) {
        open.current = undefined;
        setAsked(undefined);
        settle(isProved);
      } };
    }
    proof.ask = (token) => {
      if (!open.current) setAsked((open.current = ask(token)));
      return open.current!.answered;
    };
    return () => {
      proof.ask = undefined;
      open.current?.answer(false);
    };
  }, []);
  return asked && <PasswordAgain token={asked.token} onAnswer={asked.answer} />;
}

function PasswordAgain({ token, onAnswer }: { token: string; onAnswer: (isProved: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [password, setPassword] = useState("");
  const { act, busy, failure } = useAct();
  useEffect(() => dialog.current?.showModal(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    void act(async () => {
      await new Client(token).call("/v1/session/step-up", { method: "POST", body: { password } });
      onAnswer(true);
    });
  }
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby="step-up-title" onClose={() => onAnswer(false)}>
      <form onSubmit={submit}>
        <h2 id="step-up-title">Your password, once more</h2>
        <p>This cannot be left to an open screen. For some minutes you are not asked again.</p>
        <label>Password
          <input type="password" name="password" autoComplete="current-password" required autoFocus maxLength={1024} value={password} onChange={(event) => setPassword(event.target.value)} />
        </label>
        {failure && <ProblemView problem={failure} />}
        <div className="actions">
          <button className="primary" disabled={busy}>Go on</button>
          <button type="button" disabled={busy} onClick={() => onAnswer(false)}>Leave it</button>
        </div>
      </form>
    </dialog>
  );
}
