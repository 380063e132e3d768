import type { BrowserCommand, CallCommand, HostCommand, HostReport } from '../../../src/messaging/command.ts'
import { DEFAULT_SETTINGS } from '../../../src/settings/settings.ts'
import { makeHostileSigner } from './messages.ts'

type Bodies<Command extends { readonly type: string }> = {
  readonly [Type in Command['type']]: Omit<Extract<Command, { readonly type: Type }>, 'type'>
}

/** Every command there is: a new one does not compile until it is here. */
export async function browserCommands(): Promise<Bodies<BrowserCommand>> {
  const { id } = await makeHostileSigner()
  const person = { id, name: 'Mallory', contact: true, blocked: false, compared: true, addedAt: 1 }
  return {
    viewOpened: {},
    shareTab: { source: 'tab', tabId: 1, canCapture: true },
    tabCaptured: { source: 'tab', capture: 'any' },
    tabNotCaptured: { source: 'tab', why: 'impossible' },
    updateSettings: { changes: { signalingServer: 'http://127.0.0.1:1/', whoMayRing: 'everyone', displayName: 'Mallory' } },
    saveContact: { id, name: 'Mallory' },
    removeContact: { id },
    setBlocked: { id, blocked: true },
    setCompared: { id, compared: true },
    importPeople: { people: [person] },
    deleteCalls: { callIds: ['any'] },
    missedCallsSeen: {},
    openPage: { page: 'options' },
    hostPermissionChanged: {},
    identityChanged: {},
    pictureInPicture: { active: true },
    pictureInPictureFailed: { why: 'pictureInPictureRefused' },
  }
}

export const CALL_COMMANDS: Bodies<CallCommand> = {
  dial: { to: 'somebody', camera: true },
  accept: { callId: 'any', camera: true },
  decline: { callId: 'any' },
  hangUp: {},
  callAgain: {},
  dismiss: {},
  rejoin: {},
  setMicrophone: { enabled: false },
  setCamera: { enabled: false },
  toggleMicrophone: {},
  toggleCamera: {},
  shareDisplay: {},
  stopSharing: {},
  setShareHint: { hint: 'detail' },
  setSharePicture: { picture: true },
  setMonitorVolume: { volume: 0 },
  setMusicBitrate: { kbps: 128 },
  setShareVolume: { volume: 0 },
  setDucking: { enabled: true },
  dismissNotice: { key: 1 },
  useHere: {},
}

export const HOST_COMMANDS: Bodies<HostCommand> = {
  configure: { settings: { ...DEFAULT_SETTINGS, signalingServer: 'http://127.0.0.1:1/' }, people: [], session: 'other' },
  startTabShare: { from: { by: 'stream', streamId: 'any' }, source: 'tab', tabId: 1, title: '', hint: 'detail' },
  tabMediaChanged: { tabId: 1, hint: 'detail', music: null },
  tabGone: { tabId: 1 },
  raiseNotice: { code: 'shareRefused' },
  reportSnapshot: {},
  wake: {},
}

export const REPORTS: Omit<Bodies<HostReport>, 'snapshot'> = {
  started: {},
  alive: {},
  callRecorded: {
    record: {
      callId: 'forged',
      remote: { kind: 'plain', id: 'mallory' },
      direction: 'incoming',
      outcome: 'missed',
      reason: 'remoteCancelled',
      connectedAt: null,
      endedAt: 1,
    },
  },
}
