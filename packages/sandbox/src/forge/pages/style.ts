/** The forge's style sheet: plain, legible, light and dark. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1d2127; --quiet: #59636e; --page: #fbfbfa; --box: #fff;
  --line: #d9dde2; --link: #1a5fb4; --mark: #fff3c4; --add: #e2f5e5;
  --del: #fde6e4; --hunk: #eef2f7; --good: #1a7f37; --bad: #b3261e;
  --wait: #8a5a00; --merged: #7a3ed1; --main: #1f7a3d; --on-main: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e4e7eb; --quiet: #9aa5b1; --page: #16191d; --box: #1d2126;
    --line: #343a42; --link: #84b6f4; --mark: #4a4214; --add: #17351f;
    --del: #43211f; --hunk: #232a33; --good: #5cc97b; --bad: #ff8a80;
    --wait: #e3b341; --merged: #bb94f5; --main: #2c8a4b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
header { border-bottom: 1px solid var(--line); padding: 12px 20px; }
main { max-width: 1000px; margin: 0 auto; padding: 20px; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
.forge { font-weight: 600; color: inherit; }
h1 { font-size: 22px; margin: 8px 0; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 24px 0 8px; overflow-wrap: anywhere; }
.quiet, .by { color: var(--quiet); }
.by { margin: 4px 0; font-size: 14px; }
.id, code, pre, .lines { font-family: ui-monospace, Menlo, Consolas, monospace;
  font-size: 13px; }
.box { background: var(--box); border: 1px solid var(--line);
  border-radius: 6px; margin: 12px 0; padding: 0; overflow-x: auto; }
.box h2 { margin: 0; padding: 8px 12px; font-size: 14px;
  border-bottom: 1px solid var(--line); }
.files { list-style: none; }
.files li { padding: 6px 12px; border-top: 1px solid var(--line); }
.files li:first-child { border-top: 0; }
.commits { list-style: none; padding: 0; }
.commits li { padding: 8px 0; border-top: 1px solid var(--line); }
.lines { border-collapse: collapse; width: 100%; }
.lines td { padding: 0 12px; white-space: pre; }
.number { width: 1%; text-align: right; border-right: 1px solid var(--line);
  user-select: none; }
.number a { color: var(--quiet); }
tr:target { background: var(--mark); scroll-margin-top: 30vh; }
pre { margin: 0; padding: 8px 0; }
.diff span { display: block; padding: 0 12px; white-space: pre; }
.add { background: var(--add); } .del { background: var(--del); }
.hunk { background: var(--hunk); color: var(--quiet); }
.message { background: var(--box); border: 1px solid var(--line);
  border-radius: 6px; padding: 10px 12px; margin: 12px 0;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.state { border: 1px solid; border-radius: 10px; padding: 1px 10px; }
.state { font-size: 13px; font-weight: 600; white-space: nowrap; }
.merged { color: var(--merged); } .open { color: var(--good); }
.closed { color: var(--bad); }
.note { color: var(--quiet); padding: 8px 0; }
.tabs { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 12px 0; }
.tabs a { padding: 4px 0; }
.tabs [aria-current] { color: inherit; font-weight: 600;
  border-bottom: 2px solid var(--link); }
.title { font-weight: 600; overflow-wrap: anywhere; margin-right: 6px; }
.label { display: inline-block; font-size: 12px; padding: 0 8px;
  border: 1px solid var(--line); border-radius: 9px; background: var(--hunk);
  color: var(--text); }
.facts { list-style: none; margin: 0; padding: 8px 12px; }
.facts > li { display: flex; gap: 8px; padding: 3px 0; }
.facts p { margin: 0; }
.facts > li > span:last-child { min-width: 0; overflow-wrap: anywhere; }
.sign { width: 1em; text-align: center; flex: none; }
.good { color: var(--good); } .bad { color: var(--bad); }
.wait { color: var(--wait); }
.said { display: block; white-space: pre-wrap; }
.actions { display: flex; flex-wrap: wrap; align-items: end; gap: 8px;
  padding: 12px; border-top: 1px solid var(--line); }
.actions label { flex: 1 1 220px; min-width: 0; }
.actions label span { display: block; font-size: 13px; color: var(--quiet); }
select, button { font: inherit; color: inherit; min-height: 36px;
  border: 1px solid var(--line); border-radius: 6px; padding: 4px 12px;
  background: var(--page); max-width: 100%; }
select { width: 100%; }
button { cursor: pointer; font-weight: 600; }
button:hover:enabled { border-color: var(--quiet); }
button.main { background: var(--main); border-color: var(--main);
  color: var(--on-main); }
button.plain { font-weight: 400; }
button:disabled { cursor: not-allowed; background: var(--hunk);
  border-color: var(--line); color: var(--quiet); }
a:focus-visible, button:focus-visible, select:focus-visible,
summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.complaint { border: 1px solid var(--bad); border-radius: 6px;
  padding: 8px 12px; color: var(--bad); }
.markdown { background: var(--box); border: 1px solid var(--line);
  border-radius: 6px; padding: 4px 14px; margin: 12px 0;
  overflow-wrap: anywhere; }
.markdown h3 { font-size: 15px; margin: 12px 0 4px; }
.markdown p, .markdown ul, .markdown ol { margin: 8px 0; }
.markdown pre { background: var(--page); overflow-x: auto;
  white-space: pre; overflow-wrap: normal; }
.markdown table { border-collapse: collapse; width: 100%;
  overflow-wrap: normal; }
.markdown td code { white-space: nowrap; }
.markdown th, .markdown td { text-align: left; padding: 4px 10px;
  border-bottom: 1px solid var(--line); vertical-align: top; }
.markdown tr:last-child td { border-bottom: 0; }
.markdown blockquote { margin: 8px 0; padding: 0 12px; color: var(--quiet);
  border-left: 3px solid var(--line); }
.markdown hr { border: 0; border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: 4px 0; }
`;
