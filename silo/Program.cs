using CustomerGrains.Silo.Hosting;

return await SiloProgram.RunAsync(args);
