import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { type Place, run } from './processes.ts'

/** One-way conditions; 0 is none. */
export interface Conditions {
  /** Milliseconds. */
  readonly delay?: number
  /** Milliseconds, on top of the delay, evenly distributed. */
  readonly jitter?: number
  /** Per cent of packets. */
  readonly loss?: number
  /** Mbit/s of each host's sending. */
  readonly rate?: number
}

/** A computer of the emulated network. */
export interface WanHost extends Place {
  readonly name: string
  readonly namespace: string
  /** Its address now; another after `renumber`. */
  readonly address: string
  /** The path of a script that runs `program` on this host: for Playwright's `executablePath`. */
  wrapper(program: string): string
}

export interface Wan<Name extends string> {
  readonly hosts: Readonly<Record<Name, WanHost>>
  /** Changes the conditions of all, or of what one host sends. */
  set(conditions: Conditions, host?: Name): Promise<void>
  cut(host: Name): Promise<void>
  join(host: Name): Promise<void>
  block(one: Name, other: Name): Promise<void>
  unblock(one: Name, other: Name): Promise<void>
  udp(passes: boolean): Promise<void>
  /** Gives a host a new address and takes the old one away; resolves with the new one. */
  renumber(host: Name): Promise<string>
  stats(): Promise<{ packets: number; bytes: number; dropped: number }>
  close(): Promise<void>
}

const HostsSchema = v.record(v.string(), v.object({ address: v.string(), namespace: v.string() }))
const AnswerSchema = v.union([v.strictObject({ ok: v.unknown() }), v.strictObject({ error: v.string() })])
const StatsSchema = v.object({ packets: v.number(), bytes: v.number(), dropped: v.number() })

/**
 * Whether this machine can have an emulated network: root and /dev/net/tun. Tests that need one are declared with
 * `describe.skipIf(!wanPossible)`; in CI this throws instead, so that they are never left out there.
 */
export const wanPossible: boolean = (() => {
  const possible = process.getuid?.() === 0 && existsSync('/dev/net/tun')
  if (!possible && process.env.CI === 'true') throw new Error('CI needs root and /dev/net/tun for the emulated network.')
  if (!possible) console.warn('Skipped here: tests of an emulated network need root and /dev/net/tun.')
  return possible
})()

/** Makes a network of the named hosts. `close()` removes it; so does the end of this process. */
export async function startWan<Name extends string>(names: readonly Name[], conditions: Conditions = {}): Promise<Wan<Name>> {
  const network = `tabcall${process.pid}x${Math.floor(Math.random() * 1e6)}`
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-wan-'))
  const router = run(['python3', join(import.meta.dirname, 'wan.py'), network, ...names])
  const found = await router.firstLine((line) => (line.startsWith('{') ? v.parse(HostsSchema, JSON.parse(line)) : null))
  const waiting: ((line: string) => void)[] = []
  router.lines.on('line', (line) => waiting.shift()?.(line))

  const ask = (...words: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.push((line) => {
        const answer = v.parse(AnswerSchema, JSON.parse(line))
        if ('error' in answer) reject(new Error(`wan ${words.join(' ')}: ${answer.error}`))
        else resolve(answer.ok)
      })
      router.child.stdin?.write(`${JSON.stringify(words)}\n`)
    })
  const say = async (...words: readonly unknown[]) => {
    await ask(...words)
  }

  const addresses = new Map(Object.entries(found).map(([name, { address }]) => [name, address]))
  const makeHost = (name: string, namespace: string): WanHost => ({
    name,
    namespace,
    get address() {
      return addresses.get(name) ?? ''
    },
    command: (command) => ['ip', 'netns', 'exec', namespace, ...command],
    wrapper(program) {
      const path = join(folder, `${name}-${program.replaceAll(/\W/g, '-')}`)
      writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${namespace} ${program} "$@"\n`)
      chmodSync(path, 0o755)
      return path
    },
  })
  const hosts = Object.fromEntries(names.map((name) => [name, makeHost(name, found[name]?.namespace ?? '')])) as Record<
    Name,
    WanHost
  >
  await say('set', conditions)

  return {
    hosts,
    set: (changed, host) => (host ? say('set', changed, host) : say('set', changed)),
    cut: (host) => say('cut', host),
    join: (host) => say('join', host),
    block: (one, other) => say('block', one, other),
    unblock: (one, other) => say('unblock', one, other),
    udp: (passes) => say('udp', passes ? 'on' : 'off'),
    async renumber(host) {
      const address = v.parse(v.string(), await ask('renumber', host))
      addresses.set(host, address)
      return address
    },
    stats: async () => v.parse(StatsSchema, await ask('stats')),
    async close() {
      router.child.stdin?.end()
      await router.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
