/** The forge's style sheet: plain, legible, light and dark. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1d2127; --quiet: #59636e; --page: #fbfbfa; --box: #fff;
  --line: #d9dde2; --link: #1a5fb4; --mark: #fff3c4; --add: #e2f5e5;
  --del: #fde6e4; --hunk: #eef2f7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e4e7eb; --quiet: #9aa5b1; --page: #16191d; --box: #1d2126;
    --line: #343a42; --link: #84b6f4; --mark: #4a4214; --add: #17351f;
    --del: #43211f; --hunk: #232a33;
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
.merged { color: #8250df; } .open { color: #1a7f37; }
.note { color: var(--quiet); padding: 8px 0; }
`;
