import * as v from 'valibot'

/** Where calls are signaled when nothing else is set; `TABCALL_SERVER` at build time sets another. */
export const DEFAULT_SIGNALING_SERVER: string = import.meta.env?.VITE_TABCALL_SERVER ?? 'http://127.0.0.1:9000/'

export const RING_TONES = ['bells', 'marimba', 'pulse', 'off'] as const
export type RingTone = (typeof RING_TONES)[number]

/** Opus bit rates for shared music, in kbit/s. */
export const MUSIC_BITRATES = [128, 256, 510] as const
export type MusicBitrate = (typeof MUSIC_BITRATES)[number]

/**
 * Every setting, with its default. Kept in `storage.local` under `settings`, parsed on every read:
 * an unknown or broken field falls back to its default, and never takes the others with it.
 */
export const SettingsSchema = v.object({
  /** http or https URL of a PeerServer, ending in `/`. */
  signalingServer: v.fallback(v.pipe(v.string(), v.url(), v.maxLength(500)), DEFAULT_SIGNALING_SERVER),
  /** As written by the person: `stun:host:port` or `turn:host:port user secret`, one a line. */
  iceServers: v.fallback(v.pipe(v.string(), v.maxLength(4000)), ''),
  relayOnly: v.fallback(v.boolean(), false),
  relayOnlyForStrangers: v.fallback(v.boolean(), false),
  /** Device ids; empty means the system's default. */
  microphone: v.fallback(v.string(), ''),
  camera: v.fallback(v.string(), ''),
  speaker: v.fallback(v.string(), ''),
  /** Off, with headphones: what takes the echo away takes some of a voice that speaks at the same time. */
  echoCancellation: v.fallback(v.boolean(), true),
  /** What callers see as this person's own words. */
  displayName: v.fallback(v.pipe(v.string(), v.maxLength(40)), ''),
  startWithCamera: v.fallback(v.boolean(), true),
  /** Open the camera while a contact rings, shown to this person alone. */
  previewCamera: v.fallback(v.boolean(), true),
  whoMayRing: v.fallback(v.picklist(['everyone', 'contacts']), 'everyone'),
  ringTone: v.fallback(v.picklist(RING_TONES), 'bells'),
  /** 0 to 1. */
  ringVolume: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.6),
  callTones: v.fallback(v.boolean(), true),
  /** Milliseconds since the epoch until which rings are silenced; 0 is never, Infinity cannot be stored: use `FOREVER`. */
  doNotDisturbUntil: v.fallback(v.number(), 0),
  musicBitrate: v.fallback(v.picklist(MUSIC_BITRATES), 256),
  /** Lower the other's music while someone speaks. */
  duckMusic: v.fallback(v.boolean(), true),
  /** Days that calls stay in the history. */
  historyDays: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)), 90),
})
export type Settings = v.InferOutput<typeof SettingsSchema>

/** "Until turned off", as a time that no clock reaches. */
export const FOREVER = 8_640_000_000_000_000

export const DEFAULT_SETTINGS: Settings = v.parse(SettingsSchema, {})

/** Whatever was stored, as settings: never throws. */
export function parseSettings(stored: unknown): Settings {
  const result = v.safeParse(SettingsSchema, stored)
  return result.success ? result.output : DEFAULT_SETTINGS
}
