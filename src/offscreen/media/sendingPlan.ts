import type { ContentHint } from '../../messaging/snapshot'
import type { MusicBitrate } from '../../settings/settings'
import type { Slot } from '../ports'
import type { GiveWayStage } from './giveWay'
import type { SenderPlan } from './senderControl'

/** Opus speech, mono, full band: more is not heard. */
export const VOICE_BITRATE = 40_000
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

function sharePlan(hint: ContentHint, active: boolean): SenderPlan {
  return hint === 'detail'
    ? {
        active,
        maxBitrate: SHARE_DETAIL_BITRATE,
        // No limit: the capture's own rate stands, so that a still page costs nothing.
        maxFramerate: null,
        scaleResolutionDownBy: 1,
        priority: 'medium',
        degradationPreference: 'maintain-resolution',
      }
    : {
        active,
        maxBitrate: SHARE_MOTION_BITRATE,
        maxFramerate: SHARE_MOTION_FRAMERATE,
        scaleResolutionDownBy: 1,
        priority: 'medium',
        degradationPreference: 'maintain-framerate',
      }
}

function cameraPlan(situation: SendingSituation): SenderPlan {
  const { stage, viewed, share, line } = situation
  const lean = stage !== 'full'
  const besideShare = share?.picture === true
  return {
    active: (line === 'plain' || viewed.camera) && (stage === 'full' || stage === 'lean'),
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
  const { line, share, stage, viewed } = situation
  const hint = share?.hint ?? 'detail'
  const plainShare = line === 'plain' && share?.picture === true
  return {
    microphone: {
      ...SOUND,
      maxBitrate: line === 'plain' && share?.sound ? Math.max(MIXED_BITRATE, shareSoundBitrate(share) / 2) : VOICE_BITRATE,
    },
    camera: plainShare ? sharePlan(hint, stage !== 'noPictures') : cameraPlan(situation),
    sharePicture: sharePlan(hint, viewed.share && stage !== 'noPictures'),
    shareSound: { ...SOUND, maxBitrate: Math.max(SHARE_SOUND_BITRATE, shareSoundBitrate(share)) },
  }
}
