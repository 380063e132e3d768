import * as v from 'valibot'
import type { Relayed } from '../hostile/hostileServer.ts'

const ControlSchema = v.object({ tabcall: v.object({ body: v.string() }) })
const BodySchema = v.object({
  callId: v.string(),
  message: v.object({ type: v.string(), cause: v.optional(v.string()) }),
})

/** The control message that a server sees go by, or null. */
export function controlIn({ payload }: Relayed): v.InferOutput<typeof BodySchema> | null {
  const control = v.safeParse(ControlSchema, payload)
  if (!control.success) return null
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), BodySchema), control.output.tabcall.body)
  return body.success ? body.output : null
}

/** What a message says of how things went, or null. */
export function outcomeOf(message: Relayed): string | null {
  const { src = 'somebody', type } = message
  if (type === 'ANSWER') return `${src} sent an answer.`
  const said = controlIn(message)?.message
  switch (said?.type) {
    case 'ringing':
      return `It rings at ${src}.`
    case 'accept':
      return `${src} accepted.`
    case 'decline':
    case 'busy':
    case 'cancel':
      return `${src} said ${said.type}.`
    case 'hangUp':
      return said.cause === 'identityUnverified'
        ? `${src} noticed: identity could not be verified.`
        : `${src} hung up (${said.cause ?? 'no cause'}).`
    default:
      return null
  }
}
