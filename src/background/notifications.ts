import type { Remote } from '../call/remote'
import { partyName } from '../i18n/name'
import { groupPeerId } from '../identity/peerId'
import type { Party, Snapshot } from '../messaging/snapshot'
import type { NotificationOptions, NotificationsApi } from './browserApi'
import { makeLatestOnly } from './latestOnly'
import type { Translate } from './translate'

const INCOMING = 'incoming:'
const MISSED = 'missed:'
const MISSED_STRANGERS = 'missedStrangers'

/** What a notification's id says; ids outlive the service worker, so they carry what its buttons need. */
export type NotificationSubject =
  | { readonly about: 'incoming'; readonly callId: string }
  /** `id` is null in the one for several strangers, whom nobody calls back at once. */
  | { readonly about: 'missed'; readonly id: string | null }

export function notificationSubject(notificationId: string): NotificationSubject | null {
  if (notificationId.startsWith(INCOMING)) return { about: 'incoming', callId: notificationId.slice(INCOMING.length) }
  if (notificationId.startsWith(MISSED)) return { about: 'missed', id: notificationId.slice(MISSED.length) }
  return notificationId === MISSED_STRANGERS ? { about: 'missed', id: null } : null
}

export interface MissedOptions {
  /** Whether an ID is one of a contact. */
  readonly isKnown: (id: string) => boolean
  readonly silent: boolean
}

export interface CallNotifications {
  /** Shows the ring there is, and takes back every other. */
  follow(snapshot: Snapshot): void
  /** One for each contact, and one for all strangers: IDs cost nothing to make, and each would leave its own. */
  missed(remote: Remote, name: string | null, party: Party | null, options: MissedOptions): Promise<void>
  clearMissed(): Promise<void>
}

export function makeCallNotifications(
  notifications: NotificationsApi,
  t: Translate,
  onError: (error: unknown) => void,
): CallNotifications {
  /** Undefined until this worker has looked. */
  let shown: string | null | undefined

  const rings = makeLatestOnly(async (ring: { readonly callId: string; readonly options: NotificationOptions } | null) => {
    const id = ring === null ? null : `${INCOMING}${ring.callId}`
    if (shown === id) return
    const standing = (await notifications.ids()).filter((candidate) => candidate.startsWith(INCOMING))
    await Promise.all(standing.filter((candidate) => candidate !== id).map((candidate) => notifications.clear(candidate)))
    if (ring !== null && id !== null && !standing.includes(id)) await notifications.show(id, ring.options)
    shown = id
  }, onError)

  async function standingMissed(): Promise<readonly string[]> {
    return (await notifications.ids()).filter((id) => notificationSubject(id)?.about === 'missed')
  }

  /** In the place of those that stand for one each; where it stands already, one stranger more is no news. */
  async function showStrangers(standing: readonly string[]): Promise<void> {
    const ofOne = standing.filter((id) => id !== MISSED_STRANGERS)
    await Promise.all(ofOne.map((id) => notifications.clear(id)))
    if (ofOne.length < standing.length) return
    await notifications.show(MISSED_STRANGERS, {
      title: t('notificationMissedStrangers'),
      message: t('notificationMissedStrangersMessage'),
      buttons: [],
      requireInteraction: false,
      silent: true,
    })
  }

  return {
    follow({ call }) {
      if (call.phase !== 'incoming' || call.silent) rings.push(null)
      else rings.push({ callId: call.callId, options: ringOptions(call.party, call.withCamera, t) })
    },
    async missed(remote, name, party, { isKnown, silent }) {
      const id = `${MISSED}${remote.id}`
      if (!isKnown(remote.id)) {
        const others = (await standingMissed()).filter(
          (candidate) => candidate !== id && !isKnown(candidate.slice(MISSED.length)),
        )
        if (others.length > 0) {
          await showStrangers(others)
          return
        }
      }
      await notifications.show(id, {
        title: t('notificationMissed', name ?? (party === null ? groupPeerId(remote.id).join(' ') : callerName(party, t))),
        message: t('notificationMissedMessage'),
        buttons: [t('notificationCallBack')],
        requireInteraction: false,
        silent,
      })
    },
    async clearMissed() {
      await Promise.all((await standingMissed()).map((id) => notifications.clear(id)))
    },
  }
}

function ringOptions(party: Party, withCamera: boolean, t: Translate): NotificationOptions {
  return {
    title: t('notificationIncoming', callerName(party, t)),
    message: `${t(withCamera ? 'notificationWithCamera' : 'notificationSoundOnly')}${party.verified ? '' : ` ${t('notificationNotVerified')}`}`,
    buttons: [t('accept'), t('decline')],
    requireInteraction: true,
    // The ringtone plays in the offscreen document, at the volume the person chose.
    silent: true,
  }
}

/** A stranger's own words for themselves are marked as theirs, and never stand without their ID. */
function callerName(party: Party, t: Translate): string {
  if (party.name !== null && party.name !== '') return party.name
  const id = groupPeerId(party.remote.id).join(' ')
  return party.claimedName === null || party.claimedName === '' ? id : t('notificationClaimedName', partyName(party), id)
}
