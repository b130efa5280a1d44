import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The whole portal is loaded, lazy parts included, and drawn, on machines that
// are slow and busy: a test that passes waits for none of it.
configure({ asyncUtilTimeout: 60_000 });
jest.setTimeout(300_000);
