/** How one sender should send. `null` bit rate is the browser's own choice. */
export interface SenderPlan {
  readonly active: boolean
  /** Bits a second. */
  readonly maxBitrate: number | null
  readonly maxFramerate: number | null
  readonly scaleResolutionDownBy: number | null
  readonly priority: RTCPriorityType
  readonly degradationPreference: RTCDegradationPreference | null
}

/** Brings one sender to what was last asked of it, one step at a time; quick changes never overtake each other. */
export interface SenderControl {
  set(track: MediaStreamTrack | null, plan: SenderPlan): void
  /** The next picture is a whole one, which who has missed some can show at once; without it they ask, after some seconds. */
  sendKeyFrame(): void
  dispose(): void
}

/** Chromium's form of https://w3c.github.io/webrtc-extensions/#dom-rtcsetparameteroptions-encodingoptions */
interface KeyFrameOptions extends RTCSetParameterOptions {
  readonly encodingOptions: readonly { readonly keyFrame: boolean }[]
}

/** The parameters that `plan` asks for, on top of what the sender says of itself. */
export function planned(parameters: RTCRtpSendParameters, plan: SenderPlan): RTCRtpSendParameters {
  const encodings = parameters.encodings.map((former) => {
    const { maxBitrate: _bitrate, maxFramerate: _rate, scaleResolutionDownBy: _scale, ...kept } = former
    const encoding: RTCRtpEncodingParameters = {
      ...kept,
      active: plan.active,
      priority: plan.priority,
      networkPriority: plan.priority,
    }
    if (plan.maxBitrate !== null) encoding.maxBitrate = plan.maxBitrate
    if (plan.maxFramerate !== null) encoding.maxFramerate = plan.maxFramerate
    if (plan.scaleResolutionDownBy !== null) encoding.scaleResolutionDownBy = plan.scaleResolutionDownBy
    return encoding
  })
  const result: RTCRtpSendParameters = { ...parameters, encodings }
  if (plan.degradationPreference !== null) result.degradationPreference = plan.degradationPreference
  return result
}

export function createSenderControl(
  sender: Pick<RTCRtpSender, 'track' | 'getParameters' | 'setParameters' | 'replaceTrack'>,
): SenderControl {
  let keyFrameWanted = false
  let wanted: { readonly track: MediaStreamTrack | null; readonly plan: SenderPlan } | null = null
  let applied = ''
  let busy = false
  let disposed = false

  async function run(): Promise<void> {
    busy = true
    try {
      while (!disposed && (wanted || keyFrameWanted)) {
        if (wanted) {
          const { track, plan } = wanted
          wanted = null
          await apply(track, plan)
        } else {
          keyFrameWanted = false
          await askForKeyFrame()
        }
      }
    } finally {
      busy = false
    }
  }

  async function apply(track: MediaStreamTrack | null, plan: SenderPlan): Promise<void> {
    try {
      // First the parameters, so that no frame leaves with the former ones; some are only taken once there is a track.
      // Where they stand already, or nothing is sent yet, the track goes out in this very turn.
      const applying = stands(plan) || parametersApplied(plan)
      if (sender.track !== null) await applying
      if (sender.track !== track) await sender.replaceTrack(track)
      if (!(await applying)) await parametersApplied(plan)
    } catch {
      // The connection was closed under us: the next line gets its own controls.
    }
  }

  function stands(plan: SenderPlan): boolean {
    return JSON.stringify(plan) === applied
  }

  async function parametersApplied(plan: SenderPlan): Promise<boolean> {
    const parameters = sender.getParameters()
    if (parameters.encodings.length === 0) return false
    try {
      await sender.setParameters(planned(parameters, plan))
      applied = JSON.stringify(plan)
      return true
    } catch {
      return false
    }
  }

  async function askForKeyFrame(): Promise<void> {
    const parameters = sender.getParameters()
    const options: KeyFrameOptions = {
      encodingOptions: parameters.encodings.map(({ active }) => ({ keyFrame: active !== false })),
    }
    try {
      await sender.setParameters(parameters, options)
    } catch {
      // Whoever misses pictures asks for one in the end.
    }
  }

  return {
    sendKeyFrame() {
      if (sender.track === null) return
      keyFrameWanted = true
      if (!busy && !disposed) void run()
    },
    set(track, plan) {
      wanted = { track, plan }
      if (!busy && !disposed) void run()
    },
    dispose() {
      disposed = true
      wanted = null
    },
  }
}
