import { memo, type ReactNode } from "react";

// The file as it was deployed: numbered lines, keys and comments told apart.
export const Yaml = memo(function Yaml({ text }: { text: string }) {
  const lines = text.replace(/\n$/, "").split("\n");
  return (
    <div className="yaml" tabIndex={0} role="group" aria-label="Configuration file">
      <pre className="gutter" aria-hidden="true">{lines.map((_, index) => index + 1).join("\n")}</pre>
      <pre>{lines.map((line, index) => <Line key={index} line={line} />)}</pre>
    </div>
  );
});

const kLine = /^(\s*(?:- )*)(\{?)("[^"]*"|[\w$./-]+)(:)(?=\s|$)(.*)$/;

function Line({ line }: { line: string }): ReactNode {
  if (/^\s*#/.test(line)) return <span className="comment">{line + "\n"}</span>;
  const [, indent, brace, key, colon, rest] = kLine.exec(line) ?? [];
  if (key === undefined) return line + "\n";
  return (
    <>
      {indent}{brace}<span className="yaml-key">{key}</span>{colon}{rest + "\n"}
    </>
  );
}
