import { parseIceServers } from '../../settings/iceServers'
import type { Settings } from '../../settings/settings'

/** Where a connection may go, decided for each one alone (rule 7). */
export function makeIceConfiguration(
  settings: Pick<Settings, 'iceServers' | 'relayOnly' | 'relayOnlyForStrangers'>,
  serverIceServers: readonly RTCIceServer[],
  stranger: boolean,
): RTCConfiguration {
  const own = parseIceServers(settings.iceServers)
  const relayOnly = settings.relayOnly || (settings.relayOnlyForStrangers && stranger)
  return {
    iceServers: [...(own.ok ? own.servers : []), ...serverIceServers],
    iceTransportPolicy: relayOnly ? 'relay' : 'all',
    bundlePolicy: 'max-bundle',
    // Gathered before it is needed, it saves nothing on a host candidate and tells STUN servers of calls that never come.
    iceCandidatePoolSize: 0,
  }
}
