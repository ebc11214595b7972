export * from './codes.ts';
export * from './error.ts';
export * from './ids.ts';
export * from './plug.ts';
export * from './ports.ts';
export * from './sighting.ts';
