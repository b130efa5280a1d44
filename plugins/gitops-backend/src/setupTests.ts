// Real programs run here, on machines that are slow and busy: a test that passes
// waits for none of it.
jest.setTimeout(300_000);
