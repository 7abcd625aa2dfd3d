import { count, type PairedCounts } from "evenhand/bare";
import type { VNode } from "preact";

/** Who is right on how many items; only where the two differ is there anything to learn. */
export function TwoByTwo({ counts, a, b }: {
  counts: PairedCounts; a: string; b: string;
}): VNode {
  const { both, aOnly, bOnly, neither } = counts;
  return (
    <div class="two-by-two">
      <table>
        <caption>Items that each gets right</caption>
        <thead>
          <tr>
            <td />
            <th scope="col"><span class="clip" title={b}>{b}</span> right</th>
            <th scope="col"><span class="clip" title={b}>{b}</span> wrong</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row"><span class="clip" title={a}>{a}</span> right</th>
            <td>{count(both)}<span>both</span></td>
            <td class="decides for-a">{count(aOnly)}<span>only the first</span></td>
          </tr>
          <tr>
            <th scope="row"><span class="clip" title={a}>{a}</span> wrong</th>
            <td class="decides for-b">{count(bOnly)}<span>only the second</span></td>
            <td>{count(neither)}<span>neither</span></td>
          </tr>
        </tbody>
      </table>
      <p class="hint">Only the {count(aOnly + bOnly)} marked items tell the two apart.</p>
    </div>
  );
}
