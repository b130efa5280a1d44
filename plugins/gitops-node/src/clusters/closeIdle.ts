import { Agent } from 'node:http';

/**
 * Closes the connections of an agent that another one follows; requests under
 * way, watches among them, keep theirs until they end.
 */
export function closeIdle(agent: Agent): void {
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}
