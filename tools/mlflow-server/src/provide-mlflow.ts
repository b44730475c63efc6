import { join } from 'node:path';
import { provideEnvironment } from '@amcl/python';

/** An installed MLflow. */
export interface Mlflow {
  /** The Python that has it. */
  readonly python: string;
}

/**
 * MLflow as `requirements.txt` pins it, in a virtual environment of the user cache; installed where it is not there yet.
 * @throws UserError if there is no fit Python, or pip cannot install
 */
export async function provideMlflow(say: (line: string) => void): Promise<Mlflow> {
  const packages = {
    name: 'mlflow',
    title: 'MLflow',
    purpose: "to run MLflow's server",
    size: '0.9 GB, some minutes',
    requirements: join(__dirname, '..', 'requirements.txt'),
  };
  return { python: await provideEnvironment(packages, say) };
}
