import { isLive } from '../../call/state'
import type { CallCommand, HostCommand } from '../../messaging/command'
import { parseDialTarget } from '../../protocol/invitation'
import type { LocalMedia, Playback, Sharing } from '../ports'
import type { Notices } from './notices'
import type { Telephone } from './telephone'

export interface CommandDeps {
  readonly localId: string
  readonly telephone: Telephone
  readonly localMedia: LocalMedia
  readonly sharing: Sharing
  readonly playback: Playback
  readonly notices: Notices
  readonly rejoin: () => void
}

/** Carries out what views and the background ask for. What cannot be done becomes a notice. */
export function runCallCommand(command: CallCommand, deps: CommandDeps): void {
  const { telephone, localMedia, sharing, playback, notices } = deps
  switch (command.type) {
    case 'dial':
      dial(command.to, command.camera, deps)
      return
    case 'accept':
      telephone.dispatch({ type: 'accept', callId: command.callId, withCamera: command.camera })
      return
    case 'decline':
      telephone.dispatch({ type: 'decline', callId: command.callId })
      return
    case 'hangUp':
      telephone.dispatch({ type: 'hangUp' })
      return
    case 'callAgain':
      callAgain(deps)
      return
    case 'dismiss':
      notices.clear()
      telephone.dispatch({ type: 'dismiss' })
      return
    case 'rejoin':
      deps.rejoin()
      return
    case 'setMicrophone':
      void localMedia.setMicrophone(command.enabled)
      return
    case 'setCamera':
      void localMedia.setCamera(command.enabled)
      return
    case 'toggleMicrophone':
      void localMedia.setMicrophone(localMedia.microphone !== 'on')
      return
    case 'toggleCamera':
      void localMedia.setCamera(localMedia.camera !== 'on')
      return
    case 'shareDisplay':
      if (isLive(telephone.runner.state)) void sharing.startDisplay()
      return
    case 'stopSharing':
      sharing.stop()
      return
    case 'setShareHint':
      sharing.setHint(command.hint)
      return
    case 'setSharePicture':
      sharing.setPicture(command.picture)
      return
    case 'setMonitorVolume':
      sharing.setMonitorVolume(command.volume)
      return
    case 'setMusicBitrate':
      sharing.setMusicBitrate(command.kbps)
      return
    case 'setShareVolume':
      playback.setShareVolume(command.volume)
      return
    case 'setDucking':
      playback.setDucking(command.enabled)
      return
    case 'dismissNotice':
      notices.dismiss(command.key)
      return
    case 'useHere':
      telephone.registration.useHere()
      return
    default:
      command satisfies never
  }
}

type TelephoneHostCommand = Exclude<HostCommand, { type: 'configure' | 'reportSnapshot' }>

/** What the background tells, beside configuration. */
export function runHostCommand(command: TelephoneHostCommand, deps: CommandDeps): void {
  const { telephone, sharing, notices } = deps
  switch (command.type) {
    case 'startTabShare':
      if (isLive(telephone.runner.state)) void sharing.startTab(command)
      return
    case 'tabMediaChanged':
      sharing.tabMediaChanged(command.tabId, { hint: command.hint, music: command.music })
      return
    case 'tabGone':
      sharing.tabGone(command.tabId)
      return
    case 'raiseNotice':
      notices.raise(command.code)
      return
    case 'wake':
      telephone.registration.refresh()
      return
    default:
      command satisfies never
  }
}

function dial(to: string, camera: boolean, { localId, telephone, notices }: CommandDeps): void {
  const target = parseDialTarget(to)
  if (!target.ok) notices.raise('invalidId')
  else if (target.remote.id === localId) notices.raise('ownId')
  else {
    notices.clear()
    telephone.dial(target.remote, camera, target.server)
  }
}

function callAgain({ telephone, notices }: CommandDeps): void {
  const { state } = telephone.runner
  if (state.phase !== 'ended') return
  notices.clear()
  const { remote, withCamera } = state.terms
  telephone.dial(remote, withCamera, null)
}
