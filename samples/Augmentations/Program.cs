using KerasSharp.Samples.Augmentations;

// Draws a picture, augments it in every way there is, and writes a sheet of the results.
string path = args.Length > 0 ? args[0] : "augmentations.png";
ContactSheet.Write(path);
Console.WriteLine($"{path}: for each augmentation the picture as it was, and {ContactSheet.Draws} draws; the frame is a bounding box around the house.");
