import type { CallCommand } from '../messaging/command'

/** Longer than a click that was meant for what stood there before. */
export const SETTLE_MS = 500

/**
 * Keeps a page from pressing the overlay's buttons with the person's own hand: what answers, shares or opens a
 * device works only once the overlay has stood still, shown and uncovered for `SETTLE_MS`.
 */
export interface PressGuard {
  /** Something appeared, or moved under the pointer. */
  changed(): void
  /** Whether all of the overlay is seen, as the browser says. */
  setVisible(visible: boolean): void
  allows(): boolean
}

/** `now` in milliseconds. */
export function createPressGuard(now: () => number): PressGuard {
  let settledFrom = now() + SETTLE_MS
  let visible = false
  const changed = (): void => {
    settledFrom = now() + SETTLE_MS
  }
  return {
    changed,
    setVisible(seen) {
      if (seen && !visible) changed()
      visible = seen
    },
    allows: () => visible && now() >= settledFrom,
  }
}

/** What tells the other side something of this person, and so must be meant. Muting, declining and hanging up always work. */
export function mustBeMeant(command: CallCommand): boolean {
  switch (command.type) {
    case 'setMicrophone':
    case 'setCamera':
    case 'setSharePicture':
      return command.type === 'setSharePicture' ? command.picture : command.enabled
    case 'accept':
    case 'dial':
    case 'callAgain':
    case 'rejoin':
    case 'toggleMicrophone':
    case 'toggleCamera':
    case 'shareDisplay':
    case 'useHere':
      return true
    case 'decline':
    case 'hangUp':
    case 'dismiss':
    case 'stopSharing':
    case 'setShareHint':
    case 'setMonitorVolume':
    case 'setMusicBitrate':
    case 'setShareVolume':
    case 'setDucking':
    case 'dismissNotice':
      return false
  }
}
