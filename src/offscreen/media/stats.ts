/** One dictionary of a stats report: its fields depend on the browser's version, so each is read with a check. */
export type StatsEntry = Readonly<Record<string, unknown>>

function isEntry(value: unknown): value is StatsEntry {
  return typeof value === 'object' && value !== null
}

/** `RTCStatsReport` as plain entries. */
export function statsEntries(report: RTCStatsReport): readonly StatsEntry[] {
  const entries: StatsEntry[] = []
  report.forEach((value: unknown) => {
    if (isEntry(value)) entries.push(value)
  })
  return entries
}

export function numberIn(entry: StatsEntry | undefined, field: string): number | null {
  const value = entry?.[field]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function textIn(entry: StatsEntry | undefined, field: string): string | null {
  const value = entry?.[field]
  return typeof value === 'string' ? value : null
}

export function findEntry(entries: readonly StatsEntry[], id: string | null): StatsEntry | undefined {
  return id === null ? undefined : entries.find((entry) => entry.id === id)
}

/** The candidate pair that carries the media now (everything is bundled on one transport). */
export function activePair(entries: readonly StatsEntry[]): StatsEntry | undefined {
  const transport = entries.find((entry) => entry.type === 'transport' && textIn(entry, 'selectedCandidatePairId') !== null)
  return findEntry(entries, textIn(transport, 'selectedCandidatePairId'))
}

/** The part of the packets, 0 to 1, that the other side lost by its newest report; a camera's come every second, a voice's every five. */
export function lossReported(entries: readonly StatsEntry[]): number | null {
  const reports = entries.filter((entry) => entry.type === 'remote-inbound-rtp' && numberIn(entry, 'fractionLost') !== null)
  const at = (report: StatsEntry): number => numberIn(report, 'timestamp') ?? 0
  return numberIn(reports.sort((one, other) => at(other) - at(one))[0], 'fractionLost')
}
