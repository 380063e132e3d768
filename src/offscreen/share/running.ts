import type { ContentHint, LocalShare, MusicCard, ShareSource } from '../../messaging/snapshot'
import type { MusicBitrate } from '../../settings/settings'
import type { Capture } from './capture'
import type { Monitor } from './monitor'

/** What is to be sent of a capture. */
export interface Wanted {
  readonly source: ShareSource
  readonly tabId: number | null
  readonly title: string | null
  readonly hint: ContentHint
}

/** What is shared now, with all that hangs on it. */
export interface Running {
  readonly capture: Capture
  readonly monitor: Monitor | null
  readonly tabId: number | null
  source: ShareSource
  title: string | null
  picture: boolean
  sound: boolean
  hint: ContentHint
  /** The person chose the hint: what the tab shows no longer does. */
  hintChosen: boolean
  music: MusicCard | null
  black: boolean
  stopBlackWatch: (() => void) | null
  stopSoundWatch: (() => void) | null
  readonly forget: () => void
}

/** What views may show of it. */
export function localShare(share: Running, monitorVolume: number, musicBitrate: MusicBitrate): LocalShare {
  const { source, picture, sound, hint, title, music, black } = share
  return { source, picture, sound, contentHint: hint, musicBitrate, monitorVolume, title, music, black: picture && black }
}
