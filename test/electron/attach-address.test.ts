import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress } from '../../electron/attach-address.ts';

test('the line that plugfleet serve prints is taken, or its address alone', () => {
  const box = { is: 'address', origin: 'https://10.0.8.2:8443', token: 'abc_-1' };
  assert.deepEqual(readAddress('Plugfleet: https://10.0.8.2:8443/?token=abc_-1\n'), box);
  assert.deepEqual(readAddress(' HTTPS://10.0.8.2:8443/?token=abc_-1'), box);
  assert.deepEqual(readAddress('https://Box.example/'), { is: 'address', origin: 'https://box.example', token: null });
  assert.deepEqual(readAddress('https://[fd00::2]:8443/?token='), {
    is: 'address',
    origin: 'https://[fd00::2]:8443',
    token: null,
  });
});

test('what is not encrypted stays on this computer', () => {
  for (const host of ['10.0.8.2', 'box', 'localhost.example', '128.0.0.1', '[::2]', '127.0.0.1.example'])
    assert.deepEqual(readAddress(`http://${host}:8080/?token=abc`), { is: 'needs-tls' }, host);
  for (const host of ['127.0.0.1', '127.3.4.5', 'localhost', '[::1]'])
    assert.equal(readAddress(`http://${host}:8080/?token=abc`).is, 'address', host);
});

test('anything else is no address', () => {
  for (const text of [
    '',
    'box:8443',
    'ftp://box/',
    'javascript:alert(1)',
    'https://',
    'https://me:secret@box/?token=a',
  ])
    assert.deepEqual(readAddress(text), { is: 'not-an-address' }, text);
});
