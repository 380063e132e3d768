import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './processes.ts'
import { SAMPLE_RATE, type Sound } from './sound.ts'
import { waitUntil } from './wait.ts'

/** A private PulseAudio with one null sink a person: what they hear can be recorded. */
export interface Speakers<Name extends string> {
  /** For `launchTabcall({ env })`: what this browser plays goes to that person's sink. */
  env(person: Name): Record<string, string>
  /** What the person hears in the next `ms` milliseconds. */
  hear(person: Name, ms?: number): Promise<Sound>
  /** The same, and when its first sample left the speaker (`Date.now()`), to some 20 ms. */
  hearTimed(person: Name, ms?: number): Promise<{ readonly sound: Sound; readonly startedAt: number }>
  stop(): Promise<void>
}

export async function startSpeakers<Name extends string>(people: readonly Name[]): Promise<Speakers<Name>> {
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-pulse-'))
  const server = `unix:${folder}/native`
  const home = { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder, PULSE_SERVER: server }
  const sinks = people.map(
    (person) =>
      `--load=module-null-sink sink_name=${person} sink_properties=device.description=${person} rate=${SAMPLE_RATE} channels=2 format=float32le`,
  )
  // A microphone that hears nothing, for whoever has no fake one. The monitors of sinks are none, to a browser.
  const source = `--load=module-null-source source_name=quiet rate=${SAMPLE_RATE}`
  const daemon = run(
    [
      'pulseaudio',
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      '--disallow-exit',
      `--load=module-native-protocol-unix socket=${folder}/native auth-anonymous=1`,
      ...sinks,
      source,
    ],
    { env: { ...home, PULSE_SERVER: undefined } },
  )
  await waitUntil(
    'PulseAudio answers',
    async () => {
      const probe = run(['pactl', 'list', 'short', 'sinks'], { env: home })
      const ok = await new Promise<boolean>((resolve) => probe.child.once('close', (code) => resolve(code === 0)))
      if (!ok) throw new Error(`${probe.output()} ${daemon.output()}`)
      return true
    },
    { timeoutMs: 10_000 },
  )
  const hearTimed: Speakers<Name>['hearTimed'] = async (person, ms = 1_000) => {
    const recorder = run(
      [
        'parec',
        '-d',
        `${person}.monitor`,
        '--raw',
        '--format=float32le',
        `--rate=${SAMPLE_RATE}`,
        '--channels=2',
        '--latency-msec=20',
      ],
      { env: home, raw: true },
    )
    const wanted = (ms / 1_000) * SAMPLE_RATE * 2 * 4
    const pieces: Buffer[] = []
    let bytes = 0
    let startedAt = Number.POSITIVE_INFINITY
    recorder.child.stdout?.on('data', (piece: Buffer) => {
      pieces.push(piece)
      bytes += piece.length
      // What comes late came late by this process: the soonest is the true one.
      startedAt = Math.min(startedAt, Date.now() - (bytes / 8 / SAMPLE_RATE) * 1_000)
    })
    try {
      await waitUntil('enough was recorded', () => bytes >= wanted, { timeoutMs: ms + 10_000 })
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\n${recorder.output()}\n${daemon.output()}`)
    } finally {
      await recorder.stop()
    }
    return { sound: split(Buffer.concat(pieces).subarray(0, wanted)), startedAt }
  }
  return {
    hearTimed,
    hear: async (person, ms) => (await hearTimed(person, ms)).sound,
    env: (person) => ({ PULSE_SERVER: server, PULSE_SINK: person }),
    async stop() {
      await daemon.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function split(data: Buffer): Sound {
  const frames = Math.floor(data.length / 8)
  const left = new Float32Array(frames)
  const right = new Float32Array(frames)
  for (let index = 0; index < frames; index++) {
    left[index] = data.readFloatLE(index * 8)
    right[index] = data.readFloatLE(index * 8 + 4)
  }
  return { left, right }
}
