import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeMicrophoneFile } from '../../scripts/setup/fakeMedia.mjs'
import { run } from './processes.ts'

/** A sound device that can be pulled out. */
export interface Plugged {
  unplug(): Promise<void>
}

export interface PluggedMicrophone extends Plugged {
  /** Whoever asks for any microphone gets this one. */
  makeDefault(): void
  /** As the system's own settings do it. */
  mute(muted: boolean): void
}

/** Plugs a microphone into the PulseAudio of `env`, with a tone before it, by the name under which people find it. */
export function plugMicrophone(env: Readonly<Record<string, string>>, name: string, hertz: number): PluggedMicrophone {
  const folder = mkdtempSync(join(tmpdir(), 'tabcall-plug-'))
  const wav = join(folder, 'tone.wav')
  writeMicrophoneFile(wav, { hertz })
  const air = load(env, 'module-null-sink', `sink_name=${name}-air`)
  const source = load(
    env,
    'module-remap-source',
    `source_name=${name}`,
    `master=${name}-air.monitor`,
    `source_properties=device.description=${name}`,
  )
  // The header of each turn is 44 bytes: less than a millisecond that nobody hears.
  const format = '--raw --format=s16le --rate=48000 --channels=1'
  const voice = run(['sh', '-c', `while tail -c +45 ${wav}; do :; done | pacat -d ${name}-air ${format}`], { env })
  return {
    mute: (muted) => void pactl(env, 'set-source-mute', name, muted ? '1' : '0'),
    makeDefault: () => void pactl(env, 'set-default-source', name),
    async unplug() {
      unload(env, source)
      await voice.stop()
      unload(env, air)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Plugs a speaker in; `hear` of `Speakers` hears it by its name. */
export function plugSpeaker(env: Readonly<Record<string, string>>, name: string): Plugged {
  const sink = load(env, 'module-null-sink', `sink_name=${name}`, `sink_properties=device.description=${name}`)
  return { unplug: async () => unload(env, sink) }
}

/** Takes away the microphone that every `startSpeakers` has. */
export function unplugQuietMicrophone(env: Readonly<Record<string, string>>): void {
  unload(env, 'module-null-source')
}

function load(env: Readonly<Record<string, string>>, ...module: readonly string[]): string {
  return pactl(env, 'load-module', ...module).trim()
}

function unload(env: Readonly<Record<string, string>>, index: string): void {
  pactl(env, 'unload-module', index)
}

function pactl(env: Readonly<Record<string, string>>, ...words: readonly string[]): string {
  return execFileSync('pactl', words, { env: { ...process.env, ...env }, encoding: 'utf8' })
}
