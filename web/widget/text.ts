// A link ends before the punctuation that ends the sentence.
const kLink = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/g;

// Text as nodes: never HTML. Web addresses become links whose text is the address itself, so nobody is led elsewhere
// than they read.
export function textNodes(text: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of text.matchAll(kLink)) {
    nodes.push(document.createTextNode(text.slice(end, match.index)));
    nodes.push(link(match[0]));
    end = match.index + match[0].length;
  }
  nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}

function link(address: string): Node {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer nofollow";
  return made;
}
