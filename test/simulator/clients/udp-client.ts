import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface DatagramAnswer {
  from: string;
  port: number;
  bytes: Buffer;
}

/** Sends one datagram and collects answers until there are as many as wanted, or until nothing more comes for so long. */
export async function askByDatagram(
  address: string,
  port: number,
  bytes: Buffer,
  wanted: number,
  withinMs = 300,
): Promise<DatagramAnswer[]> {
  const socket = createSocket('udp4');
  const answers: DatagramAnswer[] = [];
  try {
    socket.bind(0);
    await once(socket, 'listening');
    socket.setBroadcast(true);
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, withinMs);
      socket.on('message', (answer, from) => {
        answers.push({ from: from.address, port: from.port, bytes: answer });
        if (answers.length < wanted) {
          deadline.refresh();
          return;
        }
        clearTimeout(deadline);
        resolve();
      });
      socket.send(bytes, port, address);
    });
    return answers;
  } finally {
    socket.close();
  }
}
