export type { RenderContext } from './buildKustomization';
export * from './findKustomize';
export * from './KustomizeProgram';
export * from './RenderCache';
export * from './renderDirectory';
export * from './renderLimits';
export * from './RenderResult';
export * from './UnitRender';
