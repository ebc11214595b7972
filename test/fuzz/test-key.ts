import { createPrivateKey, createPublicKey } from 'node:crypto';

/** A key of the tests, always the same so that inputs can be tried again; short, for it is used a million times. */
const der =
  'MIIB5gIBADANBgkqhkiG9w0BAQEFAASCAdAwggHMAgEAAmEAyO/OzQNjtZ2OID8TlRth8HioJaqwUNN3QcIflIQ22RCqKdL2J0KTTIGTNWoMfI88X8BGOxoTF8P8+jw2Iad6k96DIE4JqduNmC/me6R0it1O3rAM3WWDizXHrHxLlP0pAgMBAAECYQCi8VyZAaukxkxPt/bQTnFAiQeJ6/2ovaMSzzG+xOyZX5st6WY1dhZuzxCqGwJfK+LQRFjCwNQ6637gICnCEV2hV6hMpRZeYhWb0LnXyzxxoGhrD9izfbi8t/SrcMxswWUCMQDvE7i6cBt7gCumap89xyjxfZQD92TD5p7oDQrgW2lcCHwYqPCVVPSnDeJTimc/yKsCMQDXKPOvct7PD8VYMnq0Z22GtBszB47zH9F5LWJ4gZH1brx5LQkzH4OOABJhN9/EuXsCMQCszPtjPi6PCGgEY+JvW6k7SwIWD9V0RxeqL+shmNDBZZyUkl86AGrI6B8jNNFF5/sCMFW9V/5ehDN3UWjoFMW3QYogU4ZuSKTR1SO41ji3SXbIfgq7y6K3uDDqDmj3XxCB6QIxALxygQ7+3EoXD9a1ts0FOEnMWmovrZCVYnuCpmgOx6dFuKlaL86os5prbWrRIE446w==';

export const privateKey = createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' });
export const publicKey = createPublicKey(privateKey);
