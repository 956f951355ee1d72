/** Where files go that name no destination: the one chosen last, or the first; undefined while there is none. */
export function usualDestination<T extends { id: string }>(
  destinations: readonly T[],
  lastDestinationId: string | null,
): T | undefined {
  return destinations.find(({ id }) => id === lastDestinationId) ?? destinations[0]
}
