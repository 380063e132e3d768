import { partyName } from '../i18n/name'
import type { Snapshot } from '../messaging/snapshot'
import type { Translate } from './translate'

/** How the toolbar button looks: four characters at most fit on a badge. */
export interface ActionLook {
  readonly text: string
  readonly colour: string
  readonly title: string
  readonly icon: 'normal' | 'offline'
}

/** The badge's own colours; text on them is white, with a contrast of 4.5:1 and more. */
const GREEN = '#15803d'
const RED = '#b91c1c'
const AMBER = '#b45309'
const GREY = '#4b5563'

/**
 * The one thing that matters now, in this order: a ring, a call, missed calls, not being reachable, do not disturb.
 * Colour is never alone: each has its own word.
 */
export function actionLook(snapshot: Snapshot | null, missed: number, doNotDisturb: boolean, t: Translate): ActionLook {
  const call = callLook(snapshot, t)
  if (call !== null) return call
  const icon = iconOf(snapshot)
  if (missed > 0) {
    const title = missed === 1 ? t('actionMissedOne') : t('actionMissedMany', missed)
    return { text: missed > 99 ? '99+' : String(missed), colour: RED, title, icon }
  }
  if (snapshot?.signaling.state === 'offline') return { text: '!', colour: GREY, title: t('actionOffline'), icon }
  if (snapshot?.signaling.state === 'inUseElsewhere') return { text: '!', colour: AMBER, title: t('actionInUseElsewhere'), icon }
  if (doNotDisturb) return { text: t('badgeDoNotDisturb'), colour: GREY, title: t('actionDoNotDisturb'), icon }
  return { text: '', colour: GREY, title: t('actionReady'), icon }
}

/** How it looks in a call, whatever was missed before; null where there is none to be shown. */
export function callLook(snapshot: Snapshot | null, t: Translate): ActionLook | null {
  const icon = iconOf(snapshot)
  const call = snapshot?.call
  switch (call?.phase) {
    case 'incoming':
      return call.silent
        ? null
        : { text: t('badgeRinging'), colour: GREEN, title: t('actionIncoming', partyName(call.party)), icon }
    case 'outgoing':
      return { text: t('badgeInCall'), colour: GREEN, title: t('actionOutgoing', partyName(call.party)), icon }
    case 'connecting':
    case 'connected':
      return { text: t('badgeInCall'), colour: GREEN, title: t('actionInCall', partyName(call.party)), icon }
    case 'reconnecting':
      return { text: t('badgeInCall'), colour: AMBER, title: t('actionReconnecting', partyName(call.party)), icon }
    default:
      return null
  }
}

function iconOf(snapshot: Snapshot | null): ActionLook['icon'] {
  const { state } = snapshot?.signaling ?? {}
  return state === 'offline' || state === 'inUseElsewhere' ? 'offline' : 'normal'
}
