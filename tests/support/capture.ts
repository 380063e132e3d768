import { HERE, run } from './processes.ts'
import { sleep } from './wait.ts'
import type { WanHost } from './wan.ts'

export interface Packet {
  /** Address and port. */
  readonly from: string
  readonly to: string
  readonly line: string
}

export interface Capture {
  /** All packets seen so far. */
  packets(): Promise<Packet[]>
  stop(): Promise<void>
}

/** tcpdump gives its lines with a small delay, in milliseconds. */
const SETTLE_MS = 400

/** Watches the packets at a host of the emulated network (or on this machine's loopback), by a tcpdump filter: `udp`. */
export async function startCapture(filter: string, host?: WanHost): Promise<Capture> {
  const dump = run(['tcpdump', '-n', '-l', '-q', '-t', '--immediate-mode', '-Z', 'root', '-i', host ? 'any' : 'lo', filter], {
    place: host ?? HERE,
  })
  await dump.firstLine((line) => /listening on/.exec(line))
  return {
    async packets() {
      await sleep(SETTLE_MS)
      return dump
        .output()
        .split('\n')
        .flatMap((line) => {
          const match = /IP6? (\S+) > (\S+?):/.exec(line)
          return match?.[1] && match[2] ? [{ from: match[1], to: match[2], line }] : []
        })
    },
    stop: () => dump.stop(),
  }
}
