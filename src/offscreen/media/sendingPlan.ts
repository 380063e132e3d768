import type { ContentHint } from '../../messaging/snapshot'
import type { MusicBitrate } from '../../settings/settings'
import type { Slot } from '../ports'
import type { GiveWayStage } from './giveWay'
import type { SenderPlan } from './senderControl'

/** Opus speech, mono, full band: more is not heard. */
export const VOICE_BITRATE = 40_000
/** What it takes of the line: each packet carries the one before it too, and fifty a second have 70 bytes of headers each. */
export const VOICE_ON_LINE_BITRATE = 2 * VOICE_BITRATE + 28_000
/** A 720p camera at 30 frames a second. */
export const CAMERA_BITRATE = 1_500_000
/** A camera beside a share is shown small. */
export const CAMERA_BESIDE_SHARE_BITRATE = 600_000
export const CAMERA_LEAN_BITRATE = 150_000
/** A page of text is sharp within a second of a change; leaves room on a 4 Mbit/s line. */
export const SHARE_DETAIL_BITRATE = 2_800_000
/** 720p film at 30 frames a second, leaves room on a 4 Mbit/s line. */
export const SHARE_MOTION_BITRATE = 3_200_000
export const SHARE_MOTION_FRAMERATE = 30
/** Sound of a shared tab or screen that was not started as music. */
export const SHARE_SOUND_BITRATE = 128_000
/** Voice and shared sound mixed, for a plain client that has one audio track. */
export const MIXED_BITRATE = 96_000

export interface SendingSituation {
  readonly line: 'tabcall' | 'plain'
  readonly stage: GiveWayStage
  /** There is a camera picture to send, or there will be in a moment. */
  readonly camera: boolean
  /** Nothing of a shared picture has been sent yet. */
  readonly firstPicture: boolean
  readonly viewed: { readonly camera: boolean; readonly share: boolean }
  readonly share: {
    readonly hint: ContentHint
    readonly picture: boolean
    readonly sound: boolean
    readonly music: boolean
    readonly musicBitrate: MusicBitrate
  } | null
}

const SOUND: Omit<SenderPlan, 'maxBitrate'> = {
  active: true,
  maxFramerate: null,
  scaleResolutionDownBy: null,
  priority: 'high',
  degradationPreference: null,
}

/** The first picture of a share is a ninth as large, and there the sooner (measured: 150 ms at 4 Mbit/s); the whole one follows at once. */
const FIRST_PICTURE_SCALE = 3

function sharePlan(hint: ContentHint, first: boolean, active: boolean): SenderPlan {
  const scaleResolutionDownBy = first ? FIRST_PICTURE_SCALE : 1
  return hint === 'detail'
    ? {
        active,
        maxBitrate: SHARE_DETAIL_BITRATE,
        // No limit: the capture's own rate stands, so that a still page costs nothing.
        maxFramerate: null,
        scaleResolutionDownBy,
        priority: 'medium',
        degradationPreference: 'maintain-resolution',
      }
    : {
        active,
        maxBitrate: SHARE_MOTION_BITRATE,
        maxFramerate: SHARE_MOTION_FRAMERATE,
        scaleResolutionDownBy,
        priority: 'medium',
        degradationPreference: 'maintain-framerate',
      }
}

function cameraPlan(situation: SendingSituation): SenderPlan {
  const { stage, camera, viewed, share, line } = situation
  const lean = stage !== 'full'
  const besideShare = share?.picture === true
  return {
    // A sender with nothing to send would still be given its part of the line.
    active: (line === 'plain' || (camera && viewed.camera)) && (stage === 'full' || stage === 'lean'),
    maxBitrate: lean ? CAMERA_LEAN_BITRATE : besideShare ? CAMERA_BESIDE_SHARE_BITRATE : CAMERA_BITRATE,
    maxFramerate: lean ? 15 : 30,
    scaleResolutionDownBy: lean ? 2 : 1,
    priority: 'low',
    degradationPreference: 'balanced',
  }
}

/** Bits a second that music or other shared sound may take; 0 when there is none. */
export function shareSoundBitrate(share: SendingSituation['share']): number {
  if (!share?.sound) return 0
  return share.music ? share.musicBitrate * 1000 : SHARE_SOUND_BITRATE
}

/** How each slot should send. On a plain line the share picture travels in the camera's slot and its sound in the voice's. */
export function sendingPlan(situation: SendingSituation): Record<Slot, SenderPlan> {
  const { line, share, stage, viewed, firstPicture } = situation
  const hint = share?.hint ?? 'detail'
  const plainShare = line === 'plain' && share?.picture === true
  return {
    microphone: {
      ...SOUND,
      maxBitrate: line === 'plain' && share?.sound ? Math.max(MIXED_BITRATE, shareSoundBitrate(share) / 2) : VOICE_BITRATE,
    },
    camera: plainShare ? sharePlan(hint, false, stage !== 'noPictures') : cameraPlan(situation),
    sharePicture: sharePlan(hint, firstPicture, viewed.share && stage !== 'noPictures'),
    shareSound: { ...SOUND, maxBitrate: Math.max(SHARE_SOUND_BITRATE, shareSoundBitrate(share)) },
  }
}
