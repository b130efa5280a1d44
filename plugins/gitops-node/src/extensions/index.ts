export * from './discoveryExtensionPoint';
export * from './forgesExtensionPoint';
export * from './policiesExtensionPoint';
