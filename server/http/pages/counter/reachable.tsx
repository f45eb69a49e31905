import { nearestOf, reachableLine } from '../../../../templates/reachable-lines.ts';
import type { ReachableView } from '../../../../templates/reachable-lines.ts';

/** How much is missing to the gifts that are nearest, with a bar each. */
export function ReachableNotes({ reachable }: { reachable: readonly ReachableView[] }) {
  return (
    <>
      {nearestOf(reachable).map((one, index) => (
        <div key={index} class="next-reward">
          <p>{reachableLine(one, 'fa')}</p>
          <progress max={one.needed} value={one.needed - one.missing} aria-label="پیشرفت تا هدیه" />
        </div>
      ))}
    </>
  );
}
