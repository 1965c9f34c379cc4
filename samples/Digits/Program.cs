using KerasSharp.Samples.Digits;

// Trains the convolutional network of Keras's MNIST example and shows what it learned.
return DigitsCommand.Run(args, Console.Out, Console.Error);
