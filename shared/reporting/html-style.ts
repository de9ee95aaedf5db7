import { maskedText } from '../contracts/masked-text.ts';

/** Style of the page: light and dark by the reader's system, narrow screens, paper. No outside resource. */
export const HTML_STYLE = maskedText`
:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--back:#ffffff;--card:#f6f8fa;--rule:#d0d7de;--link:#0550ae;--bad:#b3400a;--good:#00694c;--open:#8a5a00;--calm:#4a5662;--on:#ffffff}
@media (prefers-color-scheme:dark){:root{--ink:#f0f6fc;--soft:#9198a1;--back:#0d1117;--card:#151b23;--rule:#3d444d;--link:#6cb6ff;--bad:#ff9a5c;--good:#3fd0a4;--open:#e3b341;--calm:#aeb9c4;--on:#0d1117}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;line-height:1.25;margin:12px 0 8px;overflow-wrap:anywhere}
h2{font-size:18px;margin:36px 0 10px;padding-bottom:6px;border-bottom:1px solid var(--rule)}
h3{font-size:15px;margin:20px 0 6px}
p{margin:6px 0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.wide:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;overflow-wrap:anywhere}
.badge{display:inline-block;padding:3px 14px;border-radius:999px;font-weight:700;color:var(--on);background:var(--calm)}
.badge.bad{background:var(--bad)}.badge.good{background:var(--good)}.badge.open{background:var(--open)}
.soft{color:var(--soft)}
.warning{margin:16px 0;padding:10px 14px;border-left:4px solid var(--open);background:var(--card)}
.wide{overflow-x:auto}
.picture{margin-top:16px}.picture svg{display:block;width:100%;min-width:640px;height:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--soft);padding:0 0 8px}
th,td{padding:8px 10px;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
thead th{font-size:12px;color:var(--soft);white-space:nowrap}
tbody th{font-weight:600;min-width:190px;overflow-wrap:anywhere}
td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.answer{font-weight:700}.bad .answer,.text-bad{color:var(--bad)}.good .answer{color:var(--good)}.open .answer{color:var(--open)}.calm .answer{color:var(--calm);font-weight:400}
.labels{display:block;font-weight:400;color:var(--soft)}
ul{padding-left:22px;margin:6px 0}li{margin:5px 0;overflow-wrap:anywhere}
.evidence{color:var(--soft);font-size:13px}
details{margin:10px 0}summary{cursor:pointer}
footer{margin-top:40px;color:var(--soft);font-size:13px}
:target{background:var(--card)}
@media (max-width:640px){main{padding:20px 14px 40px}h1{font-size:21px}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--back:#fff;--card:#fff;--rule:#999;--link:#000;--bad:#8a2f06;--good:#004d38;--open:#5e3d00;--calm:#333;--on:#fff}main{max-width:none;padding:0}body{font-size:11px}table{font-size:10px}tr,.picture{break-inside:avoid}thead{display:table-header-group}h2{break-after:avoid}.wide{overflow:visible}.picture svg{min-width:0}}
`;
