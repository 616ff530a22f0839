/** The style of the page: light and dark as the reader's system is, and for print. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--text:#1b1f24;--muted:#57606a;--back:#fff;--panel:#f6f8fa;--line:#d0d7de;
--block:#b3261e;--unknown:#7b3fb0;--ask:#8a5a00;--note:#0b62a8;--quiet:#1a7f37;--focus:#0b62a8}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--muted:#9da7b3;--back:#0d1117;--panel:#161b22;
--line:#30363d;--block:#ff8b82;--unknown:#d2a8ff;--ask:#e3b341;--note:#79c0ff;--quiet:#56d364;--focus:#79c0ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1rem;background:var(--back);color:var(--text);
font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:0}
code{font:.875em/1.4 ui-monospace,monospace;overflow-wrap:anywhere;unicode-bidi:isolate;
background:var(--panel);padding:.1em .3em;border-radius:.25rem}
a{color:var(--note)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
.muted{color:var(--muted)}
.badge{font-weight:600;border:1px solid;border-radius:.25rem;padding:0 .4em}
.block{color:var(--block)}.unknown{color:var(--unknown)}.ask{color:var(--ask)}.note{color:var(--note)}
.quiet{color:var(--quiet)}
fieldset{border:1px solid var(--line);border-radius:.25rem;margin:1rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
label{display:inline-flex;gap:.4em;align-items:center;min-height:1.75rem}
article{border:1px solid var(--line);border-left:.3rem solid;border-radius:.25rem;padding:.5rem .75rem;
margin:.5rem 0;content-visibility:auto;contain-intrinsic-size:auto 6rem}
article>*{color:var(--text)}article>h3>.badge{color:inherit}
article.block>h3>.badge{color:var(--block)}article.unknown>h3>.badge{color:var(--unknown)}
article.ask>h3>.badge{color:var(--ask)}article.note>h3>.badge{color:var(--note)}
article.quiet>h3>.badge{color:var(--quiet)}
article p{margin:.25rem 0}article .muted{color:var(--muted)}
details{margin:.5rem 0}summary{cursor:pointer;padding:.25rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid var(--line)}
td ul{margin:0;padding-left:1.1rem}
caption{text-align:left;color:var(--muted)}
@media print{fieldset,.skip{display:none}article{content-visibility:visible}}
`;
