import { makeIndexedDbStore } from '../identity/indexedDbStore'
import { sendHostReport, serveOffscreen } from '../messaging/bus'
import { holdLifeline, keepWorker } from '../messaging/lifeline'
import { makeIndexedDbRejoinStore } from './call/indexedDbRejoinStore'
import { RejoinMemory } from './call/rejoinMemory'
import { serveFramePorts } from './framePorts'
import { Host } from './host'
import { createMediaRooms } from './mediaRooms'
import { openOwnIdentity } from './ownIdentity'
import { serveViewPorts } from './viewPorts'

holdLifeline(navigator.locks)
const rooms = createMediaRooms()
const views = serveViewPorts({
  frames: rooms.frames,
  carried: rooms.carried,
  onCommand: (command) => host.call(command),
})
const worker = keepWorker(() => void sendHostReport({ type: 'alive' }).catch(() => undefined))
const host = new Host({
  rooms,
  rejoin: new RejoinMemory(makeIndexedDbRejoinStore(indexedDB), Date.now),
  publish(snapshot) {
    views.publish(snapshot)
    worker.hold(snapshot.call.phase !== 'idle' && snapshot.call.phase !== 'ended')
  },
})
serveOffscreen({ host: (command) => host.host(command), call: (command) => host.call(command) })
serveFramePorts(rooms.frames, rooms.carried)
rooms.sharing.onLevels((levels) => views.publishLevels({ of: 'own', ...levels }))
rooms.playback.onLevels((levels) => views.publishLevels({ of: 'theirs', ...levels }))
addEventListener('online', () => host.networkChanged())
void sendHostReport({ type: 'started' }).catch(() => undefined)
void openOwnIdentity(makeIndexedDbStore(), (opened) => host.identify(opened))
