import { app } from '@azure/functions';

// Load results are read as they arrive: they may be larger than memory.
app.setup({ enableHttpStream: true });
