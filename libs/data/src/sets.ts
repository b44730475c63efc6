// The data sets. An experiment calls each by the name that it has here, with hyphens (`DATA_SETS`), and the code of the others is none of its
// work's (`choicesOf` of libs/stage), so nothing but data sets is passed on here.
export { cifar10 } from './cifar10/cifar10';
export { cifar100 } from './cifar100/cifar100';
export { folder } from './folder/folder';
export { imagenet } from './folder/imagenet';
export { fashionMnist, mnist } from './mnist/mnist';
export { stl10 } from './stl10/stl10';
export { tinyImagenet } from './tiny-imagenet/tiny-imagenet';
