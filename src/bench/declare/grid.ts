// Every combination of some axes, as a plain array.
import { kindOf } from '../../base/kind.ts'

/**
 * Every combination, as a plain array: filter it, spread two together, map it. Literals keep their types. The last axis varies
 * fastest; an axis without values gives no combination. A `TypeError` names an axis that is not a list.
 */
export function grid<const Axes extends Readonly<Record<string, readonly unknown[]>>>(
  axes: Axes,
): { -readonly [K in keyof Axes]: Axes[K][number] }[] {
  let combinations: Record<string, unknown>[] = [{}]
  for (const [axis, values] of Object.entries(axes)) {
    if (!Array.isArray(values)) throw new TypeError(`expected the axis \`${axis}\` to be a list of values, got ${kindOf(values)}`)
    combinations = combinations.flatMap(combination => values.map((value: unknown) => ({ ...combination, [axis]: value })))
  }
  return combinations as { -readonly [K in keyof Axes]: Axes[K][number] }[]
}
