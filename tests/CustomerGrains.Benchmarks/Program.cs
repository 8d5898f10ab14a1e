Console.Error.WriteLine("usage: CustomerGrains.Benchmarks <benchmark>");
return 2;
