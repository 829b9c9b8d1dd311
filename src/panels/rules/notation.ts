export * from '../../ui/names/notation';
