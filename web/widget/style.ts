// Light and dark by the visitor's system. What a page may set from outside stands in README.md.
export const kStyle = `
:host{all:initial;display:block;font:15px/1.45 var(--frontdesk-font,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif);
--a:var(--frontdesk-accent,#2b5c8a);--on:var(--frontdesk-on-accent,#fff);--bg:var(--frontdesk-background,#fff);--fg:var(--frontdesk-text,#1d2126);
--soft:var(--frontdesk-bubble,#f2f4f6);--mute:#5b636d;--line:#8883;--bad:#a3261b;color-scheme:light dark;color:var(--fg)}
@media (prefers-color-scheme:dark){:host{--bg:var(--frontdesk-background,#1b1e22);--fg:var(--frontdesk-text,#eceef0);
--soft:var(--frontdesk-bubble,#282c32);--mute:#a9b0b9;--bad:#ff9d92}}
*{box-sizing:border-box;margin:0;font:inherit;color:inherit}
[hidden]{display:none!important}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
button{cursor:pointer;background:none;border:0;padding:0}
:focus-visible{outline:2px solid var(--a);outline-offset:2px}
@media (prefers-color-scheme:dark){:focus-visible{outline-color:#9cc7f2}}
.panel{display:flex;flex-direction:column;background:var(--bg);border:1px solid var(--line);border-radius:16px;overflow:hidden;
position:relative;height:var(--frontdesk-height,100%);min-height:320px}
.float .panel{position:fixed;right:20px;bottom:92px;width:380px;height:min(620px,calc(100vh - 112px));z-index:2147483000;
box-shadow:0 12px 48px #0004;animation:rise .18s ease-out}
.launch{position:fixed;right:20px;bottom:20px;width:60px;height:60px;border-radius:50%;background:var(--a);color:var(--on);
z-index:2147483000;box-shadow:0 6px 24px #0005;display:grid;place-items:center}
.launch b{position:absolute;top:-4px;right:-4px;min-width:22px;padding:0 6px;border-radius:11px;background:#b3261e;color:#fff;
font-size:13px;line-height:22px;font-weight:600}
.launch:focus-visible,header button:focus-visible{outline-color:var(--on);outline-offset:-4px}
svg{width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;display:block}
header{display:flex;align-items:center;gap:4px;padding:12px 8px 12px 16px;background:var(--a);color:var(--on)}
header div{flex:1;min-width:0}
.title{font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.who{font-size:13px}
header button{width:44px;height:44px;display:grid;place-items:center;border-radius:10px}
header button:hover{background:#0002}
.log{flex:1;overflow-y:auto;padding:16px;display:flex;flex-direction:column;gap:10px;overscroll-behavior:contain;outline-offset:-2px;position:relative}
.log>:first-child{margin-top:auto}
.list,.live{display:flex;flex-direction:column;gap:10px}
.live:empty{display:none}
.msg{display:flex;flex-direction:column;max-width:84%;align-items:flex-start;align-self:flex-start}
.msg p{white-space:pre-wrap;overflow-wrap:anywhere;padding:9px 13px;border-radius:16px;background:var(--soft);border-bottom-left-radius:5px}
.msg .by{font-size:12px;color:var(--mute);margin:0 0 2px 4px}
.msg time,.msg .note{font-size:12px;color:var(--mute);margin:3px 4px 0}
.msg a{text-decoration:underline;text-underline-offset:2px}
.card{margin-top:6px;padding:10px 13px;border:1px solid var(--line);border-radius:12px;min-width:min(240px,100%)}
.card b{font-weight:600;display:block;margin-bottom:4px}
.card dl div{display:flex;gap:12px;padding:2px 0}
.card dt{flex:none;width:84px;color:var(--mute)}
.card dd{overflow-wrap:anywhere}
.msg .card .code{display:flex;align-items:center;gap:10px;padding:8px 0 0;background:none;border-radius:0}
.card code{font:600 16px/1.4 ui-monospace,monospace;user-select:all}
.card .copy,.card .calendar{border:1px solid var(--mute);border-radius:8px;padding:5px 10px;text-decoration:none;display:inline-block}
.card .calendar{margin-top:8px}
.customer{align-self:flex-end;align-items:flex-end}
.customer p{background:var(--a);color:var(--on);border-radius:16px;border-bottom-right-radius:5px}
.refused p{background:none;color:var(--fg);border:1px solid var(--bad)}
.refused .note{color:var(--bad)}
.note button{text-decoration:underline;margin-left:6px;min-height:24px}
.system{align-self:center;max-width:94%}
.system p{background:none;color:var(--mute);font-size:13px;text-align:center;padding:2px 8px}
.draft p::after{content:"";display:inline-block;width:7px;height:1em;margin-left:3px;vertical-align:-2px;background:currentColor;opacity:.5;animation:blink 1s steps(2) infinite}
.typing p{display:flex;gap:5px;padding:14px}
.typing i{width:7px;height:7px;border-radius:50%;background:var(--mute);animation:bob 1.2s infinite ease-in-out}
.typing i:nth-child(2){animation-delay:.15s}.typing i:nth-child(3){animation-delay:.3s}
.replies{display:flex;flex-wrap:wrap;gap:8px;padding:4px 16px 12px;flex:none;max-height:45%;overflow-y:auto}
.replies button{border:1px solid currentColor;padding:7px 16px;color:var(--fg);min-height:44px;border-radius:22px}
.replies button:hover{background:var(--soft)}
.bar{padding:8px 16px;font-size:13px;background:var(--soft);border-top:1px solid var(--line);color:var(--fg)}
.bar:empty{display:none}
.ask{display:flex;flex-wrap:wrap;align-items:center;gap:8px}
.ask span{flex:1 1 180px}
.ask button{border:1px solid var(--mute);border-radius:8px;padding:5px 14px;min-height:44px}
.ask button:first-of-type{background:var(--a);border-color:var(--a);color:var(--on)}
form{display:flex;align-items:flex-end;gap:8px;padding:10px 10px 10px 12px;border-top:1px solid var(--line)}
textarea{flex:1;min-width:0;resize:none;border:1px solid var(--mute);border-radius:12px;padding:9px 12px;background:var(--bg);max-height:132px;
font-size:16px;line-height:22px;height:44px;min-height:44px}
textarea::placeholder{color:var(--mute);opacity:1}
.send{flex:none;width:44px;height:44px;border-radius:12px;background:var(--a);color:var(--on);display:grid;place-items:center}
.send:focus-visible{outline-color:var(--fg)}
@keyframes rise{from{opacity:0;transform:translateY(10px)}}
@keyframes blink{50%{opacity:0}}
@keyframes bob{30%{transform:translateY(-4px)}60%{transform:none}}
@media (max-width:480px){.float .panel{inset:0;width:auto;height:auto;border:0;border-radius:0}.float.open .launch{display:none}}
@media (prefers-reduced-motion:reduce){*,*::after{animation:none!important}}
`;
