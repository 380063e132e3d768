import { readEnvironment } from './environment.ts'
import { startServer } from './server.ts'

try {
  const server = await startServer(readEnvironment(process.env))
  const stun = server.stunPort === null ? 'no STUN' : `STUN on UDP ${server.stunPort}`
  console.log(`Tabcall signaling server on ${server.url} (${stun})`)
  const stop = async (): Promise<void> => {
    await server.close()
    console.log('Tabcall signaling server stopped')
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
