export { imagesAddonPlace, locateImagesAddon } from './place-addon';
